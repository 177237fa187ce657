"use client";
import { createReactApi } from "@archipel/api-client/react.tsx";
import type { AppRouter } from "@archipel/core-api/app-router.ts";

/** React Query hooks over this host's own `/api/core/trpc`, which adds the visitor's token. */
export const { ApiProvider, useApi, useApiClient } = createReactApi<AppRouter>();
