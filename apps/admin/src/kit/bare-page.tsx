import type { ReactNode } from "react";
import { Brand } from "./brand.tsx";

/** A page outside the console, for people who may not be signed in: what went wrong, and a link home. */
export function BarePage({ children }: { readonly children: ReactNode }) {
  return (
    <main className="mx-auto flex max-w-2xl flex-col items-start gap-6 px-4 py-10 sm:px-6 sm:py-20">
      <Brand />
      {children}
    </main>
  );
}
