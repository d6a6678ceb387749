/** Tables of the log as apps and questions see them: calls without what was said, and what was said. Reads nothing itself. */

/** A table of the log. */
export interface LogTable {
  /** Trusted SQL, with `$source.` before each table's name. */
  sql: string;
  /** What it reads. */
  reads: { [table: string]: readonly string[] };
}

/** The text of the message that a column of `call` names. */
function said(column: string): string {
  return `(SELECT group_concat(part.value ->> '$.text', char(10))
    FROM $source.message JOIN $source.content ON content.id = message.content, json_each(content.text, '$.parts') AS part
    WHERE message.id = call.${column} AND part.value ->> '$.type' = 'text')`;
}

/** By the name that a person gives them by. */
export const logTables: { readonly [name: string]: LogTable } = {
  calls: {
    sql: `SELECT id, model, command, ref, strftime('%Y-%m-%dT%H:%M:%fZ', started_at / 1000.0, 'unixepoch') AS started,
      ended_at - started_at AS ms, reason AS finish, input_tokens, output_tokens, picodollars / 1e12 AS usd, energy_low_wh, energy_high_wh
      FROM $source.call`,
    reads: {
      call: [
        ..."id model command ref started_at ended_at reason input_tokens output_tokens picodollars".split(" "),
        "energy_low_wh",
        "energy_high_wh",
      ],
    },
  },
  texts: {
    sql: `SELECT id, model, ${said("tip")} AS prompt, ${said("answer")} AS answer FROM $source.call`,
    reads: {
      call: ["id", "model", "tip", "answer", "rowid"],
      message: ["id", "content", "rowid"],
      content: ["id", "text", "rowid"],
    },
  },
};
