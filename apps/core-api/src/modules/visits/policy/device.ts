import type { Device } from "@archipel/contracts/visits.ts";
import { isbot } from "isbot";

/** The kind of device of a browser; undefined for a program, which is no visitor. */
export function deviceOf(userAgent: string): Device | undefined {
  if (userAgent === "" || isbot(userAgent)) return undefined;
  if (/iPad|Tablet/i.test(userAgent) || (/Android/i.test(userAgent) && !/Mobile/i.test(userAgent))) return "tablet";
  return /Mobi|iPhone|Android/i.test(userAgent) ? "phone" : "computer";
}
