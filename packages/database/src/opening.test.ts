import { expect, test } from "vitest";
import { openingOf } from "./opening.ts";
import { openScopeStatements, type TenantScope } from "./scope.ts";

const visitor: TenantScope = { role: "tenant", userId: null, communityId: null };
const id = "00000000-0000-4000-8000-000000000001";
const limits = { milliseconds: 15_000, isParallel: false };

test("all visitors share one opening for the same limits", () => {
  const opening = openingOf(visitor, limits);
  expect(opening).toEqual({ texts: openScopeStatements(visitor, limits), isShared: true });
  expect(openingOf({ ...visitor }, { ...limits })).toBe(opening);
  expect(openingOf({ ...visitor, key: undefined, hasSecondStep: false }, limits)).toBe(opening);
  for (const other of [undefined, { ...limits, milliseconds: 3000 }, { ...limits, isParallel: true }]) {
    expect(openingOf(visitor, other)).not.toBe(opening);
    expect(openingOf(visitor, other).texts).toEqual(openScopeStatements(visitor, other));
  }
});

test.each<Partial<TenantScope>>([
  { userId: id },
  { communityId: id as NonNullable<TenantScope["communityId"]> },
  { key: { id: null, atMost: "member" } },
  { reach: { datasets: [], layers: [], parents: [] } },
  { hasSecondStep: true },
  { organisation: { id } },
  { viewedAs: "everyone" },
  { passTo: id },
])("a scope with %o has an opening of its own", (more) => {
  const scope = { ...visitor, ...more };
  const opening = openingOf(scope, limits);
  expect(opening).toEqual({ texts: openScopeStatements(scope, limits), isShared: false });
  expect(opening.texts).not.toEqual(openingOf(visitor, limits).texts);
});

test("the platform shares its own, which is not the visitors'", () => {
  const system = { role: "system" } as const;
  for (const some of [undefined, limits]) {
    expect(openingOf(system, some)).toEqual({ texts: openScopeStatements(system, some), isShared: true });
    expect(openingOf({ ...system }, some)).toBe(openingOf(system, some));
    expect(openingOf(system, some).texts).not.toEqual(openingOf(visitor, some).texts);
  }
});

test("no other role shares one", () => {
  const communityId = id as NonNullable<TenantScope["communityId"]>;
  for (const scope of [
    { ...visitor, role: "lens" },
    { ...visitor, role: "editor" },
    { role: "worker", communityId },
  ] as const)
    expect(openingOf(scope).isShared).toBe(false);
});

test("a caller with other limits each time fills no memory", () => {
  for (let milliseconds = 1; milliseconds < 1000; milliseconds++)
    expect(openingOf(visitor, { milliseconds, isParallel: true }).texts[0]).toContain(`'${milliseconds}'`);
});
