import { randomUUID } from "node:crypto";
import { type CommunityId, provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";

/** Builders of test data. They write as the platform (`withSystem`), so that the row-level security under test does not block them. */

let counter = 0;
const next = () => `${++counter}-${randomUUID().slice(0, 8)}`;

export async function createUser(
  database: Database,
  values: { isOperator?: boolean; status?: "active" | "suspended"; email?: string } = {},
) {
  return database.withSystem((tx) =>
    tx.user.create({
      data: {
        email: values.email ?? `person-${next()}@example.org`,
        name: "Test Person",
        emailVerifiedAt: new Date(),
        isOperator: values.isOperator ?? false,
        status: values.status ?? "active",
      },
    }),
  );
}

export async function createCommunity(database: Database, values: { name?: string } = {}): Promise<{ id: CommunityId; slug: string }> {
  const slug = `community-${next()}`;
  const community = await database.withSystem((tx) => tx.community.create({ data: { slug, name: values.name ?? slug } }));
  return { id: provenCommunityId(community.id), slug };
}

export async function addMember(
  database: Database,
  community: CommunityId,
  userId: string,
  role: Role,
  status: "active" | "suspended" = "active",
) {
  return database.withSystem((tx) => tx.membership.create({ data: { communityId: community, userId, role, status } }));
}

/** Creates a person with a role in a community. */
export async function createMember(database: Database, community: CommunityId, role: Role) {
  const user = await createUser(database);
  await addMember(database, community, user.id, role);
  return user;
}

export async function createPortal(database: Database, community: CommunityId, values: { slug?: string; host?: string } = {}) {
  const slug = values.slug ?? `portal-${next()}`;
  return database.withSystem((tx) =>
    tx.portal.create({
      data: {
        communityId: community,
        slug,
        name: slug,
        baseTheme: "neutral",
        view: { lon: 2.5, lat: 46.5, zoom: 5 },
        hosts: { create: { host: values.host ?? `${slug}.localhost`, communityId: community, isPrimary: true } },
      },
    }),
  );
}

export async function createDataset(
  database: Database,
  community: CommunityId,
  values: { status?: "draft" | "published"; visibility?: "public" | "members" | "private"; isShared?: boolean; title?: string } = {},
) {
  const slug = `dataset-${next()}`;
  return database.withSystem((tx) =>
    tx.dataset.create({
      data: {
        communityId: community,
        slug,
        title: values.title ?? slug,
        status: values.status ?? "published",
        visibility: values.visibility ?? "public",
        isShared: values.isShared ?? false,
        publishedAt: new Date(),
      },
    }),
  );
}
