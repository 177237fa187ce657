import { notFound } from "next/navigation";

/** An address that no page has: the portal's own "not found", in its own look. */
export default function Page(): never {
  notFound();
}
