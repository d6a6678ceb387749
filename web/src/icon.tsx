/** Small line drawings, beside a word always: they are decoration, and say nothing to a screen reader. */

const paths = {
  wheel:
    "M14.5 14.5m-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0M4 19m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M14.5 14.5 11 5.5M4 19 11 5.5M9 6l4-1",
  ask: "M4 5h16v11H9l-5 4z",
  apps: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.500 13v7M13 16.500h7",
  log: "M5 5h14M5 10h14M5 15h9M5 20h6",
  models: "M12 3l8 4.5v9L12 21l-8-4.5v-9zM12 12l8-4.5M12 12v9M12 12L4 7.500",
  cost: "M12 3v18M16.500 7.500c-1-1.500-2.500-2-4.500-2-2.500 0-4.500 1-4.500 3.200 0 4.600 9.500 2 9.500 6.600 0 2.200-2 3.200-5 3.200-2 0-4-.7-5-2.300",
  evals: "M5 20V10M12 20V4M19 20v-7M3 20h18",
  arena: "M4 5h7v14H4zM13 5h7v14h-7z",
  learn: "M12 6C9.500 4 6.500 4 4 5v13c2.500-1 5.500-1 8 1 2.500-2 5.500-2 8-1V5c-2.500-1-5.500-1-8 1zM12 6v13",
  close: "M6 6l12 12M18 6L6 18",
  add: "M12 5v14M5 12h14",
  stop: "M7 7h10v10H7z",
  send: "M4 12l16-7-5 15-3.500-6z",
  clip: "M8 12l6-6a3.500 3.500 0 0 1 5 5l-8.500 8.500a5 5 0 0 1-7-7L12 4",
  camera: "M3 8h4l2-3h6l2 3h4v11H3zM12 13m-3.500 0a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0",
  options: "M4 7h9M19 7h1M16 4.500v5M4 17h1M11 17h9M8 14.500v5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
} as const;

/** Name of a drawing. */
export type IconName = keyof typeof paths;

/** A drawing, as high as the text beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
