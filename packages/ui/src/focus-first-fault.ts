/**
 * Focuses the first field with a fault once the page shows the faults, unless the person has gone on meanwhile.
 *
 * @param within where the form is by then
 */
export function focusFirstFault(within: () => ParentNode | null): void {
  const pressed = document.activeElement;
  requestAnimationFrame(() => {
    if (document.activeElement === pressed) within()?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  });
}
