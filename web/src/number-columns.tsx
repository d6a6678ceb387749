/** Columns of figures in a table: their heads, and their cells in a row. */

/** A column. */
export interface NumberColumn<Row> {
  /** Its head. */
  title: string;
  /** The figure in a row, as people read it. */
  show: (row: Row) => string;
  /** Class of its cells. Absent: none of their own. */
  kind?: string;
}

/** The heads. */
export function NumberHeads({ columns }: { columns: readonly { title: string }[] }) {
  return columns.map(({ title }) => (
    <th key={title} scope="col" class="number">
      {title}
    </th>
  ));
}

/** The cells of a row. */
export function NumberCells<Row>({ columns, row }: { columns: readonly NumberColumn<Row>[]; row: Row }) {
  return columns.map(({ title, show, kind }) => (
    <td key={title} class={kind === undefined ? "number" : `number ${kind}`}>
      {show(row)}
    </td>
  ));
}
