"use client";
import { createReactApi } from "@archipel/api-client/react.tsx";
import type { AppRouter } from "./router-type.ts";

/** React Query over core-api: `useQuery(useApi().datasets.list.queryOptions({ … }))`. */
export const { ApiProvider, useApi, useApiClient } = createReactApi<AppRouter>();

/** What `useApi` returns: for functions that make the options of a query, in a component or on the server. */
export type Api = ReturnType<typeof useApi>;
