/** Style and script of the HTML report. Constants alone; the page names their hashes in its security policy. */

/** The style, for light and dark. */
export const STYLE = `
:root { color-scheme: light dark;
  --bg: #fbfbf9; --panel: #fff; --ink: #1d2126; --soft: #5d6670; --line: #dfe2e5; --faint: #eef0f1;
  --main: #0f6f78; --main-soft: #0f6f7833; --good: #14735a; --good-bg: #dff1ea; --bad: #b3361c; --bad-bg: #fae3dc;
  --warn: #8a6100; --warn-bg: #f8eccb; }
@media (prefers-color-scheme: dark) { :root {
  --bg: #14171a; --panel: #1b1f23; --ink: #e8eaec; --soft: #9aa4ae; --line: #31373d; --faint: #23282d;
  --main: #5cc4cd; --main-soft: #5cc4cd40; --good: #6fd0ae; --good-bg: #17352b; --bad: #ff9477; --bad-bg: #3d211a;
  --warn: #e6c060; --warn-bg: #372d12; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 28px 20px 80px; }
h1 { font-size: 17px; font-weight: 600; margin: 0; color: var(--soft); }
h2 { font-size: 17px; margin: 38px 0 10px; }
.verdict { font-size: 25px; line-height: 1.3; font-weight: 650; margin: 6px 0 10px; letter-spacing: -.01em; text-wrap: balance; }
.facts { color: var(--soft); margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
th, td { padding: 7px 10px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--faint); font-variant-numeric: tabular-nums; }
th { font-size: 12.5px; font-weight: 600; color: var(--soft); border-bottom-color: var(--line); }
th:first-child, td:first-child, td.plot, th.plot, td.left, th.left { text-align: left; }
td.wide { white-space: normal; min-width: 220px; }
tr:last-child td { border-bottom: 0; }
td svg { display: block; }
.name { font-weight: 600; }
.tied .name::before { content: "★ "; color: var(--main); }
small, .soft { color: var(--soft); }
ul.notes { padding-left: 20px; margin: 12px 0; color: var(--soft); max-width: 90ch; }
ul.gates { list-style: none; padding: 0; margin: 14px 0 0; }
ul.gates li { padding: 8px 12px; border-radius: 8px; margin: 6px 0; background: var(--good-bg); }
ul.gates li.bad { background: var(--bad-bg); }
ul.gates b { margin-right: 6px; }
.plots { display: flex; flex-wrap: wrap; gap: 18px; align-items: flex-start; }
figure { margin: 0; flex: 1 1 420px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
figcaption { font-weight: 600; margin-bottom: 6px; }
figure svg { width: 100%; height: auto; max-width: 660px; }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
svg .tick { fill: var(--soft); font-size: 11.5px; }
svg .middle { text-anchor: middle; } svg .end { text-anchor: end; }
svg .axis { stroke: var(--soft); stroke-width: 1; opacity: .55; } svg .grid { stroke: var(--line); }
svg .zero { stroke: var(--soft); stroke-dasharray: 2 2; }
svg .range { stroke: var(--main); stroke-width: 4; stroke-linecap: round; opacity: .45; } svg .range.thin { stroke-width: 2; }
svg .tail { stroke: var(--main); stroke-width: 1.5; stroke-dasharray: 3 3; }
svg .dot { fill: var(--main); stroke: var(--main); stroke-width: 1.5; } svg .dot.hollow { fill: var(--panel); }
svg .front { fill: none; stroke: var(--main); stroke-width: 1.5; opacity: .6; }
form { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; margin: 0 0 10px; }
input, select { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 5px 9px; }
input { min-width: 290px; }
.cases { border: 1px solid var(--line); border-radius: 8px; background: var(--panel); overflow: hidden; }
.head, details.case > summary { display: flex; align-items: center; padding: 5px 12px; gap: 6px; }
.head { font-size: 12.5px; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--line); }
.head .mark { overflow: hidden; text-overflow: ellipsis; }
details.case { border-bottom: 1px solid var(--faint); }
details.case > summary { cursor: pointer; list-style: none; }
details.case > summary:hover, details.case[open] > summary { background: var(--faint); }
details.case > summary:focus-visible { outline: 2px solid var(--main); outline-offset: -2px; }
.picture { display: block; width: 100%; max-height: 260px; object-fit: contain; background: #fff; border: 1px solid var(--line); border-radius: 6px; margin: 6px 0; }
.gallery { display: grid; gap: 14px; margin: 14px 0 0; }
.gallery h3 { grid-column: 1 / -1; font-size: 15px; margin: 16px 0 0; font-weight: 600; }
.tile { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; min-width: 0; }
.tile .picture { height: 220px; max-height: none; border: 0; margin: 8px 0; }
.tile .none { height: 220px; display: grid; place-items: center; color: var(--soft); background: var(--faint); border-radius: 6px; margin: 8px 0; }
.tile h4 { display: flex; justify-content: space-between; margin: 0; font-size: 13.5px; }
.tile p { margin: 0; font-size: 12.5px; color: var(--soft); }
.case-name { flex: 1 1 auto; min-width: 120px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mark { flex: 0 0 92px; text-align: center; white-space: nowrap; border-radius: 5px; padding: 1px 4px; font-variant-numeric: tabular-nums; }
.mark.pass { color: var(--good); background: var(--good-bg); } .mark.wrong { color: var(--bad); background: var(--bad-bg); }
.mark.part, .mark.failed { color: var(--warn); background: var(--warn-bg); } .mark.open { color: var(--soft); }
.tag { font-size: 12px; color: var(--soft); border: 1px solid var(--line); border-radius: 9px; padding: 0 7px; margin-left: 6px; }
.inside { padding: 10px 12px 16px; }
.question { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 12px; padding: 8px 12px; border-left: 3px solid var(--main); background: var(--faint); max-height: 300px; overflow: auto; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); gap: 12px; }
.answer { border: 1px solid var(--line); border-radius: 8px; padding: 8px 12px; min-width: 0; }
.answer h4 { margin: 0 0 4px; font-size: 13.5px; display: flex; gap: 8px; justify-content: space-between; }
.answer pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 8px; font: 13px/1.45 ui-monospace, monospace; max-height: 340px; overflow: auto; }
.answer ul { margin: 0; padding: 0; list-style: none; font-size: 13px; overflow-wrap: anywhere; }
.answer li.bad { color: var(--bad); } .answer li.good { color: var(--good); }
.answer p { margin: 6px 0 0; font-size: 12px; color: var(--soft); overflow-wrap: anywhere; }
[hidden] { display: none !important; }
@media print { form { display: none; } .cases { break-inside: auto; } }
`;

/** The script: filters the cases. Without it all are shown. */
export const SCRIPT = `
const form = document.getElementById("filters");
const cases = [...document.querySelectorAll("details.case")];
const count = document.getElementById("count");
form.hidden = false;
const apply = () => {
  const words = form.elements.words.value.trim().toLowerCase();
  const show = form.elements.show.value;
  const tag = form.elements.tag ? form.elements.tag.value : "";
  let shown = 0;
  for (const each of cases) {
    const kinds = each.dataset.kinds.split(" ");
    const tags = JSON.parse(each.dataset.tags);
    const fits = (show === "" || kinds.includes(show)) && (tag === "" || tags.includes(tag)) &&
      (words === "" || each.textContent.toLowerCase().includes(words));
    each.hidden = !fits;
    if (fits) shown += 1;
  }
  count.textContent = shown + " of " + cases.length + " cases";
};
form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
apply();
`;
