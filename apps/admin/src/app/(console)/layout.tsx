import { createClient } from "@archipel/api-client/client.ts";
import { signInPath } from "@archipel/session/sign-in-path.ts";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import type { AppRouter } from "../../api/router-type.ts";
import { getAccessToken } from "../../auth.ts";
import { env } from "../../env.ts";
import { SignedInConsole } from "../../shell/signed-in-console.tsx";

/** The console is for signed-in people. Anyone else is sent to the identity hub, then back to the page they asked for. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const token = await getAccessToken();
  const me = token === null ? null : await readMe(token);
  if (me === null) redirect(signInPath((await headers()).get("x-path") ?? "/"));
  return <SignedInConsole me={me}>{children}</SignedInConsole>;
}

async function readMe(token: string) {
  const client = createClient<AppRouter>({ url: `${env.CORE_API_URL}/trpc`, headers: () => ({ authorization: `Bearer ${token}` }) });
  return client.identity.me.query();
}
