/**
 * What is known of a provider that answers over HTTP: one row each. Rows stand in sdk-providers.ts (those with a package of
 * their own) and openai-compatible-hosts.ts (those that speak OpenAI's chat protocol). Holds no row and reads no key.
 */
import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { WireFormat } from "./wire-format.ts";

/** Environment variables by name. */
export interface Environment {
  /** Value of the variable of this name; `undefined` or empty: it is not set. */
  [name: string]: string | undefined;
}

/** What a row is given to make its model. */
export interface Access {
  /** API key. Absent: none is needed, or the provider is used with other credentials (then they are in `env`). */
  key?: string;
  /** Base URL without a trailing slash, all variables filled in. */
  baseUrl: string;
  /** Environment, for what a provider needs beside the key (region, project). */
  env: Environment;
  /** Makes the requests. */
  fetch: typeof globalThis.fetch;
}

/** A provider. */
export interface ProviderRow {
  /** First part of its models' names: lower case, no slash. */
  name: string;
  /** Name for people. */
  title: string;
  /** Its documentation of the API or of the key. */
  url: string;
  /**
   * Base URL of its API, without a trailing slash. `{NAME}` stands for an environment variable that must be set (a region, an
   * account).
   */
  baseUrl: string;
  /** Environment variables that put another base URL in its place, the first that is set. Absent: none is documented. */
  baseUrlVariables?: readonly string[];
  /** Path that the vendor's own clients add to what such a variable holds, if it is not there. Absent: none. */
  baseUrlPath?: string;
  /** Environment variables that may hold the key, the first that is set. Empty: it needs none. */
  keyVariables: readonly string[];
  /** Environment variables that together serve instead of a key. Absent: only a key will do. */
  credentialVariables?: readonly string[];
  /** True if it also answers without a key. Absent: a key is needed. */
  keyOptional?: true;
  /** Provider whose key, rate limit and catalogue entries are its own too. Absent: itself. */
  sameAs?: string;
  /** Other first parts that people write for it. Absent: none. */
  otherNames?: readonly string[];
  /** Models of it that answer only in another protocol, and the row of that protocol. Absent: none. */
  elsewhere?: { models: RegExp; row: string };
  /** Wire format; decides which attachments are carried and the adapter's quirks. */
  format: WireFormat;
  /** Makes the SDK's model of this name. Imports the package only now. */
  load: (name: string, access: Access) => Promise<LanguageModelV4>;
}
