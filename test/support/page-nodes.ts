/** An HTML page as a browser reads it: its nodes, for tests that look for what others wrote. */
import { parse } from "parse5";

/** A node of the page. */
export interface PageNode {
  nodeName: string;
  attrs?: { name: string; value: string }[];
  childNodes?: PageNode[];
  value?: string;
}

/** A node and all within it. */
export function nodesIn(node: PageNode): PageNode[] {
  return [node, ...(node.childNodes ?? []).flatMap(nodesIn)];
}

/** All nodes of a page. */
export function pageNodes(page: string): PageNode[] {
  return nodesIn(parse(page) as PageNode);
}
