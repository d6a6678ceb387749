/** For whom there is a key, by name alone, and how to set one. No key is typed into a page. */
import type { KeyName } from "../../../src/models/keys.ts";

/** The keys. */
export function Keys({ keys }: { keys: readonly KeyName[] }) {
  return (
    <details class="model-keys">
      <summary>
        {keys.length === 0
          ? "No keys are set: models of this machine need none"
          : `Keys are set for ${keys.map(({ provider }) => provider).join(", ")}`}
      </summary>
      {keys.length > 0 && (
        <ul>
          {keys.map(({ provider, source }) => (
            <li key={provider}>
              {provider} <small>{source === "file" ? "in the key file" : "in the environment"}</small>
            </li>
          ))}
        </ul>
      )}
      <p>
        A key is set in a terminal, <code>penny keys set openai</code>, or by the provider's environment variable. It is
        never shown, logged, or sent to this page.
      </p>
    </details>
  );
}
