/**
 * Reads XML to say whether it is well-formed and which elements it has. Valid in a schema's sense is not looked at. Entities that a
 * document type declares are not known, so none can grow without end; a text that uses one is not well-formed here. The parser is
 * loaded on first use.
 *
 * Source: Extensible Markup Language 1.0, fifth edition, https://www.w3.org/TR/xml/ (2008-11-26).
 */

/** What a text came to. */
export interface XmlDocument {
  /** Where its root element ends, in characters from the start. Absent: it is not well-formed up to there. */
  end?: number;
  /** Paths of all elements that were closed, such as `order/item`. */
  paths: Set<string>;
  /** The first thing that is wrong, one clause. Absent: nothing. */
  problem?: string;
}

class Done extends Error {}

/**
 * Reads a text as XML.
 * @param whole whether nothing but comments and white space may follow the root; else reading ends with it.
 */
export async function readXml(text: string, whole: boolean): Promise<XmlDocument> {
  const { SaxesParser } = await import("saxes");
  const parser = new SaxesParser();
  const open: string[] = [];
  const found: XmlDocument = { paths: new Set() };
  parser.on("opentag", ({ name }) => open.push(name));
  parser.on("closetag", ({ name, isSelfClosing }) => {
    // The parser tells an element as closed before it complains of another's end tag.
    const tag = text.slice(text.lastIndexOf("<", parser.position - 1), parser.position);
    if (!isSelfClosing && tag.replace(/[\s>]+$/, "") !== `</${name}`) return;
    found.paths.add(open.join("/"));
    open.pop();
    if (open.length > 0) return;
    found.end = parser.position;
    if (!whole) throw new Done();
  });
  parser.on("error", (error) => {
    found.problem = error.message.replace(/^(?:undefined:)?(\d+):(\d+): /, "line $1, column $2: ").replace(/\.$/, "");
    throw new Done();
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (!(error instanceof Done)) throw error;
  }
  return found;
}
