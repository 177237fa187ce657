import { signInPath } from "@archipel/session/sign-in-path.ts";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { currentMe } from "../../api/core.ts";
import { SignedInConsole } from "../../shell/signed-in-console.tsx";

/** The console is for signed-in people. Anyone else is sent to the identity hub, then back to the page they asked for. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const me = await currentMe();
  if (me === null) redirect(signInPath((await headers()).get("x-path") ?? "/"));
  return <SignedInConsole me={me}>{children}</SignedInConsole>;
}
