/** Amounts as horizontal bars with their names and figures: a list that is read also without seeing it. */
import "../styles/plots.css";

/** One bar. */
export interface Bar {
  /** Its name. */
  name: string;
  /** How long it is, 0 and more. Absent: unknown, without a bar. */
  value?: number | undefined;
  /** The value as people read it. */
  text: string;
  /** Address that the name leads to. Absent: none. */
  href?: string;
}

const WIDTH = 1000;

/** The bars; the longest is as wide as there is room. */
export function Bars({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const most = Math.max(...bars.map(({ value = 0 }) => value), Number.MIN_VALUE);
  return (
    <ul class="bars" aria-label={label}>
      {bars.map(({ name, value, text, href }) => (
        <li key={name}>
          {href === undefined ? <span class="bar-name">{name}</span> : <a href={href}>{name}</a>}
          <svg class="plot" viewBox={`0 0 ${WIDTH} 12`} preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-room" width={WIDTH} height={12} />
            <rect class="bar-value" width={value === undefined ? 0 : Math.max(2, (value / most) * WIDTH)} height={12} />
          </svg>
          <span class="bar-text">{text}</span>
        </li>
      ))}
    </ul>
  );
}
