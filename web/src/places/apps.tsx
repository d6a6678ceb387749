/** The place Apps: all of them, one of them, or several made by the same prompt side by side. */
import { useEffect } from "preact/hooks";
import { AppView } from "../apps/app-view.tsx";
import { findConfinement } from "../apps/confined.ts";
import { Consents } from "../apps/consent.tsx";
import { Gallery } from "../apps/gallery.tsx";
import { SideBySide } from "../apps/side-by-side.tsx";
import { pieces } from "../route.ts";
import "../styles/apps.css";

function View() {
  const [, id, ids = ""] = pieces.value;
  if (id === undefined) return <Gallery />;
  if (id === "side") return <SideBySide ids={ids.split(",").filter((each) => each !== "")} />;
  return <AppView key={id} id={id} />;
}

/** The place. */
export function AppsPlace() {
  useEffect(() => void findConfinement(), []);
  return (
    <>
      <View />
      <Consents />
    </>
  );
}
