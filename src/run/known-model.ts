/** All that is known of one model by its name, whether or not it stands in a list. Asks no model anything. */
import type { KeyName } from "../models/keys.ts";
import type { ListedModel, ModelRegistry } from "../models/registry.ts";

/**
 * The model that a name means, as lists show it.
 * @param keys for whom there is a key: a hosted model that is in no list can be asked with one.
 * @throws SetupError if there is none.
 */
export async function knownModel(
  models: Pick<ModelRegistry, "resolve" | "list">,
  keys: () => Promise<readonly KeyName[]>,
  name: string,
): Promise<ListedModel> {
  const { id, provider, name: title, where, capabilities } = await models.resolve(name, { keyLater: true });
  const listed = await models.list({ retired: true, ...(where === "hosted" ? { local: false } : {}) });
  const known = listed.find((each) => each.id === id);
  if (known) return known;
  const available = where !== "hosted" || (await keys()).some((key) => key.provider === provider);
  return { id, provider, title, where, capabilities, available, aliases: [], isDefault: false };
}
