/** Where the page is: each state has an address, and the back button goes through them. Holds no state of its own beside the address. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";

const address = signal(new URL(location.href));

/** Path of the address: `/log/01m8…`. */
export const path: ReadonlySignal<string> = computed(() => address.value.pathname);

/** Pieces of the path: `["log", "01m8…"]`. Empty: the first place. */
export const pieces: ReadonlySignal<string[]> = computed(() =>
  path.value
    .split("/")
    .filter((piece) => piece !== "")
    .map(decodeURIComponent),
);

/** The address's query. */
export const query: ReadonlySignal<URLSearchParams> = computed(() => address.value.searchParams);

/** Goes to an address of this page. @param replace takes the place of this one: for what a person types letter by letter. */
export function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const url = new URL(to, location.href);
  if (url.href === address.value.href) return;
  if (replace) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  const moved = url.pathname !== address.value.pathname;
  address.value = url;
  if (moved && !replace) scrollTo(0, 0);
}

/** Changes the query and nothing else; `undefined` and the empty text take a name out. */
export function setQuery(changes: { [name: string]: string | undefined }, replace = true): void {
  const url = new URL(address.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  go(`${url.pathname}${url.search}`, { replace });
}

/** The address of a place: pieces are escaped. */
export function to(...parts: string[]): string {
  return `/${parts.map(encodeURIComponent).join("/")}`;
}

addEventListener("popstate", () => {
  address.value = new URL(location.href);
});

// Links of this page go without loading it again; those with a key held or another target are the browser's.
addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname.startsWith("/api/") || link.pathname.startsWith("/v1/")) return;
  event.preventDefault();
  go(link.href);
});
