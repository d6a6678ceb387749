/** Files that are dropped on an element. */
import type { Signal } from "@preact/signals";
import type { TargetedDragEvent } from "preact";

type Dragged = TargetedDragEvent<HTMLDivElement>;

/** What makes an element take files that are dropped on it. @param isOver whether some are held over it. */
export function dropFiles(isOver: Signal<boolean>, take: (files: readonly File[]) => void) {
  return {
    onDragOver: (event: Dragged) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      isOver.value = true;
    },
    onDragLeave: (event: Dragged) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) isOver.value = false;
    },
    onDrop: (event: Dragged) => {
      isOver.value = false;
      const dropped = [...(event.dataTransfer?.files ?? [])];
      if (dropped.length === 0) return;
      event.preventDefault();
      take(dropped);
    },
  };
}
