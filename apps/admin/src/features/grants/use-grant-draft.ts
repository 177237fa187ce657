"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { GrantPermission, GrantSubject, SubjectKind, SubjectRole } from "@archipel/contracts/grants.ts";
import { useState } from "react";
import { useTerritoryDraft } from "../members/use-territory-draft.ts";
import { endOfDay } from "./use-grant-calls.ts";

export type Missing = "email" | "slug" | "group" | "organisation" | "key" | "columns" | "area" | "until";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the form needs of a dataset. */
export interface GivenDataset {
  readonly id: string;
  readonly title: string;
  readonly layers: readonly Pick<Dataset["layers"][number], "id" | "title" | "kind" | "fields">[];
  /** Known where the dataset is managed. */
  readonly visibility?: Dataset["visibility"];
  readonly status?: Dataset["status"];
}

/** A grant before it is given. */
export function useGrantDraft(dataset: GivenDataset, asked: "read" | "edit" = "read", first: SubjectKind = "person", to = "") {
  const layers = dataset.layers.filter(({ kind }) => kind === "vector");
  const [kind, setKind] = useState(first);
  const isPublic = dataset.visibility === "public" && dataset.status === "published";
  const [chosen, setPermission] = useState<GrantPermission>(asked === "edit" || isPublic ? "propose" : "read");
  const [email, setEmail] = useState(to);
  const [slug, setSlug] = useState("");
  const [role, setRole] = useState<SubjectRole>("contributor");
  const [groupId, setGroupId] = useState("");
  const [organisationId, setOrganisationId] = useState("");
  const [keyId, setKeyId] = useState("");
  const [layerId, setLayerId] = useState(layers.length === 1 ? (layers[0]?.id ?? "") : "");
  const [isSome, setSome] = useState(false);
  const [columns, setColumns] = useState<readonly string[]>([]);
  const [isInArea, setInArea] = useState(false);
  const area = useTerritoryDraft(null, "features");
  const [typedAreaName, setAreaName] = useState<string | null>(null);
  // An area of a layer brings its name, until the person types another.
  const areaName = typedAreaName ?? (area.way === "features" ? (area.picked?.names.join(", ") ?? "").slice(0, 120) : "");
  const [until, setUntil] = useState("");
  const [purpose, setPurpose] = useState("");
  const end = endOfDay(until);
  // Everyone may at most read, every account at most propose; what is public needs no right to read.
  const permissions = (["read", "propose", "edit"] as const).filter(
    (one) => !(one === "read" && isPublic) && !(one !== "read" && kind === "everyone") && !(one === "edit" && kind === "signed-in"),
  );
  const permission = permissions.includes(chosen) ? chosen : (permissions[0] ?? "read");
  const fields = layers.find(({ id }) => id === layerId)?.fields.filter(({ isHidden }) => !isHidden) ?? [];
  const someColumns = isSome && layerId !== "";
  const missing: Missing[] = [
    ...(kind === "person" && !/^\S+@\S+\.\S+$/.test(email.trim()) ? (["email"] as const) : []),
    ...((kind === "community" || kind === "role") && slug.trim() === "" ? (["slug"] as const) : []),
    ...(kind === "group" && groupId === "" ? (["group"] as const) : []),
    ...(kind === "organisation" && organisationId === "" ? (["organisation"] as const) : []),
    ...(kind === "key" && !UUID.test(keyId.trim()) ? (["key"] as const) : []),
    ...(someColumns && columns.length === 0 ? (["columns"] as const) : []),
    ...(isInArea && (!area.source || areaName.trim() === "") ? (["area"] as const) : []),
    ...(end && end <= new Date() ? (["until"] as const) : []),
  ];
  const subjects: { [Kind in SubjectKind]: Extract<GrantSubject, { kind: Kind }> } = {
    person: { kind: "person", email: email.trim().toLowerCase() },
    community: { kind: "community", slug: slug.trim() },
    role: { kind: "role", slug: slug.trim(), role },
    group: { kind: "group", groupId },
    organisation: { kind: "organisation", organisationId },
    key: { kind: "key", keyId: keyId.trim() },
    "signed-in": { kind: "signed-in" },
    everyone: { kind: "everyone" },
  };
  const subject: GrantSubject = subjects[kind];
  return {
    ...{
      layers,
      fields,
      kind,
      setKind,
      email,
      setEmail,
      slug,
      setSlug,
      role,
      setRole,
      groupId,
      setGroupId,
      organisationId,
      setOrganisationId,
      keyId,
      setKeyId,
      isSome,
      setSome,
      columns,
    },
    ...{ permission, permissions, setPermission },
    ...{ isInArea, setInArea, areaName, setAreaName, area, until, setUntil, purpose, setPurpose, layerId, missing, subject },
    chooseLayer: (id: string) => {
      setLayerId(id);
      setColumns([]);
    },
    toggleColumn: (column: string) => setColumns(columns.includes(column) ? columns.filter((one) => one !== column) : [...columns, column]),
    /** What is given, for the call. */
    given: () => ({
      permission,
      layerId: layerId === "" ? null : layerId,
      ...(someColumns && { columns: [...columns] }),
      ...(isInArea && area.source && { area: { name: areaName.trim(), source: area.source } }),
      until: end,
      purpose: purpose.trim(),
    }),
  };
}
export type GrantDraft = ReturnType<typeof useGrantDraft>;
