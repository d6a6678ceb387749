/**
 * All providers that answer over HTTP, by name. Joins the rows of sdk-providers.ts and openai-compatible-hosts.ts; looks at no key
 * and sends nothing.
 */
import { SetupError } from "../record/setup-error.ts";
import { type HostRow, openaiCompatibleHosts } from "./openai-compatible-hosts.ts";
import type { Environment, ProviderRow } from "./provider-row.ts";
import { sdkProviders } from "./sdk-providers.ts";

/**
 * A host that speaks OpenAI's chat protocol as a whole row. Usage is asked for in streams too (`stream_options`), without which
 * most hosts send none.
 */
export function openaiCompatibleRow(host: HostRow): ProviderRow {
  return {
    ...host,
    format: "openai-compatible",
    load: async (name, access) => {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      return createOpenAICompatible({
        // One name for all hosts: the package takes a host's own options under it, and cuts names at their first dot.
        name: "openaiCompatible",
        baseURL: access.baseUrl,
        fetch: access.fetch,
        includeUsage: true,
        supportsStructuredOutputs: true,
        ...(access.key === undefined ? {} : { apiKey: access.key }),
      })(name);
    },
  };
}

/** All providers: those with a package of their own, then the hosts. */
export const providerRows: readonly ProviderRow[] = [
  ...sdkProviders,
  ...openaiCompatibleHosts.map((host) => openaiCompatibleRow(host)),
];

/** The provider of this name or other name; `undefined` if there is none. */
export function providerRow(name: string): ProviderRow | undefined {
  return providerRows.find((row) => row.name === name) ?? providerRows.find((row) => row.otherNames?.includes(name));
}

/** The first of these variables that is set, with its name. */
export function firstSet(names: readonly string[], env: Environment): { name: string; value: string } | undefined {
  for (const name of names) {
    const value = env[name]?.trim();
    if (value) return { name, value };
  }
  return undefined;
}

function checkedUrl(text: string, from: string): string {
  const url = URL.parse(text);
  if (url && (url.protocol === "http:" || url.protocol === "https:") && !url.username && !url.password)
    return text.replace(/\/+$/, "");
  throw new SetupError(`${from} is no http or https address without a password in it: set it to one, or unset it.`);
}

/**
 * Base URL of a provider here: what its variable says, or its own with the variables in it filled in.
 * @throws SetupError if a variable that it needs is not set, or what is set is no address.
 */
export function baseUrlOf(row: ProviderRow, env: Environment): string {
  const own = firstSet(row.baseUrlVariables ?? [], env);
  if (own) {
    const url = checkedUrl(own.value, own.name);
    return row.baseUrlPath === undefined || url.endsWith(row.baseUrlPath) ? url : url + row.baseUrlPath;
  }
  return row.baseUrl.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = firstSet(name === "AWS_REGION" ? [name, "AWS_DEFAULT_REGION"] : [name], env)?.value;
    if (value === undefined)
      throw new SetupError(`${row.title} needs ${name} in the environment (see ${row.url}): set it, then ask again.`);
    if (!/^[\w.-]+$/.test(value))
      throw new SetupError(
        `${name} may only have letters, digits, dots, hyphens and underscores, as ${row.title} gives it.`,
      );
    return value;
  });
}
