"use client";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import dynamic from "next/dynamic";
import { warmEngine } from "./warm-engine.ts";

// With the scripts of the page, not after them: the first points wait for the slowest.
if (typeof window !== "undefined") warmEngine();

/** The viewer reads the address and draws: there is nothing of it to make on the server. */
export const CloudEntry = dynamic(() => import("./cloud-screen.tsx").then(({ CloudScreen }) => CloudScreen), {
  ssr: false,
  loading: () => <Skeleton className="absolute inset-0" />,
});
