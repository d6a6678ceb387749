/** Templates and fragments as the library offers them. Reads nothing before it is asked. */

/** Texts kept by name in the person's folder. */
export interface NamedTexts {
  /** Names in order. */
  list: () => Promise<string[]>;
  /** The text. Throws SetupError if there is none. */
  read: (name: string) => Promise<string>;
  /** Keeps a text under a name, over an older one. */
  write: (name: string, text: string) => Promise<void>;
  /** Forgets it. Throws SetupError if there is none. */
  remove: (name: string) => Promise<void>;
}

/** Templates, their room loaded when they are first wanted. */
export function templatesIn(dir: string): NamedTexts {
  const room = (): Promise<typeof import("./templates.ts")> => import("./templates.ts");
  return {
    list: async () => (await room()).listTemplates(dir),
    read: async (name) => (await room()).readTemplateText(dir, name),
    write: async (name, text) => (await room()).writeTemplateText(dir, name, text),
    remove: async (name) => (await room()).removeTemplate(dir, name),
  };
}

/** Fragments, likewise. */
export function fragmentsIn(dir: string): NamedTexts {
  const room = (): Promise<typeof import("./fragments.ts")> => import("./fragments.ts");
  return {
    list: async () => (await room()).listFragments(dir),
    read: async (name) => (await room()).readFragment(dir, name),
    write: async (name, text) => (await room()).writeFragment(dir, name, text),
    remove: async (name) => (await room()).removeFragment(dir, name),
  };
}
