"use client";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useAccountSite } from "../account-site.tsx";
import { Registered } from "./registered.tsx";

/** The applications that the person has registered for themselves. */
export function OwnApplications() {
  const { client, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const queryKey = ["account", "applications"];
  const own = useQuery({ queryKey, queryFn: () => client.applications.own.query() });
  if (own.isPending) return <Skeleton className="h-24" />;
  if (own.error) return failure(own.error);
  const refreshed = async <T,>(work: Promise<T>): Promise<T> => {
    const done = await work;
    await queryClient.invalidateQueries({ queryKey });
    return done;
  };
  return (
    <Registered
      items={own.data}
      failure={failure}
      findDatasets={(text) => client.access.keyDatasets.query({ communityId: null, text })}
      onRegister={(input) => refreshed(client.applications.registerOwn.mutate(input))}
      onRenew={(applicationId) => refreshed(client.applications.renewOwnSecret.mutate({ applicationId }))}
      onRemove={(applicationId) => refreshed(client.applications.removeOwn.mutate({ applicationId }))}
    />
  );
}
