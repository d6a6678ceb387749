/** Whether a key is meant for what is typed into, or for a dialog, and not for the page. */

/** Whether it is; a key with Ctrl, Alt or Meta is never for the page. */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    (target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) ||
    document.querySelector("dialog[open]") !== null
  );
}
