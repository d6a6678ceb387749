import { render } from "preact";

render(<main>Pennyfarthing</main>, document.getElementById("app") as HTMLElement);
