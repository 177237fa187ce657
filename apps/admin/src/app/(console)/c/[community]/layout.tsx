import type { ReactNode } from "react";
import { CommunityGate } from "../../../../features/communities/community-gate.tsx";

export default async function CommunityLayout({
  params,
  children,
}: {
  readonly params: Promise<{ community: string }>;
  readonly children: ReactNode;
}) {
  const { community } = await params;
  return <CommunityGate slug={community}>{children}</CommunityGate>;
}
