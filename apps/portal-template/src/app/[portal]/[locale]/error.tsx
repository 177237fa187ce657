"use client";
import type { ComponentProps } from "react";
import ErrorPage from "./(pages)/error.tsx";

/** For the map and other pages of the whole window, which have no frame around them. */
export default function WholeWindowErrorPage(props: ComponentProps<typeof ErrorPage>) {
  return (
    <main id="content">
      <ErrorPage {...props} />
    </main>
  );
}
