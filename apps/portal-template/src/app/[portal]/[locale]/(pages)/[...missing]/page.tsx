import { notFound } from "next/navigation";

/** Any other address: the "not found" page in the look of the portal. */
export default function Page(): never {
  notFound();
}
