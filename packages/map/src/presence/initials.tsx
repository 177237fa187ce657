import { initialsOf } from "./people.ts";

/** A person as a round mark in their colour. The name is beside it, or in text for screen readers. */
export function Initials({ name, colour }: { readonly name: string; readonly colour: string }) {
  return (
    <span
      aria-hidden
      className="grid size-6 shrink-0 select-none place-items-center rounded-full font-medium text-[0.6875rem] leading-none ring-2 ring-surface"
      style={{ backgroundColor: colour, color: "#fff" }}
    >
      {initialsOf(name)}
    </span>
  );
}
