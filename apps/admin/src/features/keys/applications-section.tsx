"use client";
import { Registered } from "@archipel/account/applications/registered.tsx";
import { Alert } from "@archipel/ui/alert.tsx";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi, useApiClient } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";

/** The partners' applications that the community has registered. */
export function ApplicationsSection() {
  const t = useTranslations("access.applications");
  const api = useApi();
  const client = useApiClient();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const applications = useQuery(api.applications.list.queryOptions({ communityId }));
  const refreshed = async <T,>(work: Promise<T>): Promise<T> => {
    const done = await work;
    await queryClient.invalidateQueries(api.applications.pathFilter());
    return done;
  };
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-title">{t("title")}</h2>
      <QueryView query={applications} rows={2}>
        {(items) => (
          <Registered
            items={items}
            failure={(error) => <Alert tone="danger" title={errorText(error)} isLive />}
            findDatasets={(text) => client.access.keyDatasets.query({ communityId, text })}
            onRegister={(input) => refreshed(client.applications.register.mutate({ communityId, ...input }))}
            onRenew={(applicationId) => refreshed(client.applications.renewSecret.mutate({ communityId, applicationId }))}
            onRemove={(applicationId) => refreshed(client.applications.remove.mutate({ communityId, applicationId }))}
          />
        )}
      </QueryView>
    </section>
  );
}
