/** The page's beginning: style, shell, and the feed of changes. */
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/parts.css";
import { render } from "preact";
import { followChanges } from "./changes.ts";
import { Shell } from "./shell.tsx";

render(<Shell />, document.getElementById("app") as HTMLElement);
followChanges();
