/** Style of the leaderboard page, added to that of the reports. A constant alone; the page names its hash in its security policy. */

/** Lines told apart by colour, in the order of the board; as many have a class `s0`, `s1` … */
export const LINE_COLOURS = 10;

/** The style, for light and dark. */
export const ARENA_STYLE: string = `
:root { --lose: #c2571f;
  --s0: #0f6f78; --s1: #b3431c; --s2: #5a4fb0; --s3: #8a6100; --s4: #b0306f; --s5: #2f6fbf; --s6: #3f7d2a; --s7: #7a5230; --s8: #8a3fb8; --s9: #5d6670; }
@media (prefers-color-scheme: dark) { :root { --lose: #f08a4b;
  --s0: #5cc4cd; --s1: #ff9a72; --s2: #a99df5; --s3: #e6c060; --s4: #f58abb; --s5: #7db4f5; --s6: #8fd178; --s7: #d0a27c; --s8: #d3a1f2; --s9: #aab4be; } }
td.soft, tr.provisional td, tr.provisional .name { color: var(--soft); }
tr.provisional svg { opacity: .6; }
.out { font-size: 12px; font-weight: 400; color: var(--warn); border: 1px solid var(--line); border-radius: 9px; padding: 0 7px; margin-left: 6px; }
.board { font-size: 14px; } .board th, .board td { padding: 3px 7px; } .board td.model, .board th.model { text-align: left; max-width: 230px; overflow: hidden; text-overflow: ellipsis; }
.board .axis { opacity: .25; }
.board th { position: sticky; top: 0; background: var(--panel); }
.wide { flex: none; overflow-x: auto; }
.wide svg { max-width: none; min-width: 860px; }
svg .line { fill: none; stroke-width: 2; stroke-linejoin: round; } svg .band { opacity: .1; stroke: none; }
svg .rest { fill: none; stroke: var(--soft); stroke-width: 1; opacity: .3; }
svg .lead { stroke: var(--line); stroke-width: 1; fill: none; }
${Array.from({ length: LINE_COLOURS }, (_, place) => `svg .line.s${place} { stroke: var(--s${place}); } svg .band.s${place}, svg .dot.s${place} { fill: var(--s${place}); stroke: none; }`).join("\n")}
.matrix { width: auto; } .matrix th, .matrix td { padding: 3px 5px; text-align: center; font-size: 12px; border: 0; min-width: 31px; }
.matrix th:first-child { position: sticky; left: 0; background: var(--panel); text-align: left; max-width: 210px; overflow: hidden; text-overflow: ellipsis; z-index: 1; color: var(--ink); }
.matrix td:first-of-type { text-align: center; }
.matrix td.self { background: var(--faint); } .matrix td.few { font-style: italic; font-weight: 300; }
.matrix td.odd { box-shadow: inset 0 0 0 1.5px var(--ink); }
${Array.from({ length: 11 }, (_, tenth) => {
  const side = tenth < 5 ? "lose" : "main";
  return `.matrix td.w${tenth} { background: color-mix(in srgb, var(--${side}) ${Math.abs(tenth - 5) * 10}%, var(--panel)); }`;
}).join("\n")}
@media (max-width: 600px) { main { padding: 18px 12px 60px; } .verdict { font-size: 21px; } .matrix th:first-child { max-width: 120px; } .board td.model { min-width: 150px; white-space: normal; overflow-wrap: anywhere; } .out { margin-left: 0; display: inline-block; } }
`;
