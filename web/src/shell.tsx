/** The frame around every place: navigation, the place, and whether the server is there. Places are loaded when they are first visited. */
import { type Signal, signal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { isConnected, state } from "./changes.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Problem } from "./parts.tsx";
import { pieces } from "./route.ts";

interface Place {
  /** First piece of its address. */
  name: string;
  /** What it is called, the same word as the command. */
  title: string;
  icon: IconName;
  load: () => Promise<ComponentType>;
}

const places: readonly Place[] = [
  { name: "ask", title: "Ask", icon: "ask", load: async () => (await import("./places/ask.tsx")).AskPlace },
  { name: "apps", title: "Apps", icon: "apps", load: async () => (await import("./places/apps.tsx")).AppsPlace },
  { name: "log", title: "Log", icon: "log", load: async () => (await import("./places/log.tsx")).LogPlace },
  {
    name: "models",
    title: "Models",
    icon: "models",
    load: async () => (await import("./places/models.tsx")).ModelsPlace,
  },
  { name: "cost", title: "Cost", icon: "cost", load: async () => (await import("./places/cost.tsx")).CostPlace },
  { name: "evals", title: "Evals", icon: "evals", load: async () => (await import("./places/evals.tsx")).EvalsPlace },
  { name: "arena", title: "Arena", icon: "arena", load: async () => (await import("./places/arena.tsx")).ArenaPlace },
  { name: "learn", title: "Learn", icon: "learn", load: async () => (await import("./places/learn.tsx")).LearnPlace },
];

const loaded: { [name: string]: Signal<ComponentType | undefined> } = {};
const failure: Signal<string | undefined> = signal(undefined);

function componentOf(place: Place): Signal<ComponentType | undefined> {
  const known = loaded[place.name];
  if (known) return known;
  const made = signal<ComponentType | undefined>(undefined);
  loaded[place.name] = made;
  place.load().then(
    (component) => {
      made.value = component;
      failure.value = undefined;
    },
    () => {
      delete loaded[place.name];
      failure.value =
        "This place could not be loaded: the server does not answer. Start it with `penny serve` and reload.";
    },
  );
  return made;
}

function current(): Place | undefined {
  const [first = "ask"] = pieces.value;
  return places.find(({ name }) => name === first);
}

function Navigation() {
  const here = current();
  return (
    <nav class="places" aria-label="Places">
      {places.map(({ name, title, icon }) => (
        <a key={name} href={name === "ask" ? "/" : `/${name}`} aria-current={here?.name === name ? "page" : undefined}>
          <Icon name={icon} />
          <span>{title}</span>
        </a>
      ))}
    </nav>
  );
}

function Lost() {
  return (
    <div class="lost" role="status" hidden={isConnected.value}>
      The server does not answer. Start it again with <code>penny serve</code>; this page goes on by itself.
    </div>
  );
}

function Here() {
  const place = current();
  if (!place)
    return (
      <Problem sentence={`There is no place ${location.pathname} here.`}>
        <a href="/">Begin at Ask</a>
      </Problem>
    );
  if (failure.value) return <Problem sentence={failure.value} />;
  const Component = componentOf(place).value;
  return Component ? <Component /> : <p class="loading">…</p>;
}

/** The page. */
export function Shell() {
  useSignalEffect(() => {
    document.title = `${current()?.title ?? "Not here"} · Pennyfarthing`;
  });
  return (
    <>
      <a class="skip" href="#here">
        Skip to the content
      </a>
      <header class="bar">
        <a class="brand" href="/" aria-label="Pennyfarthing">
          <Icon name="wheel" />
          <span>Pennyfarthing</span>
        </a>
        <Navigation />
        <small class="shell-version">{state.value ? `penny ${state.value.version}` : ""}</small>
      </header>
      <Lost />
      <main id="here" tabIndex={-1}>
        <Here />
      </main>
    </>
  );
}
