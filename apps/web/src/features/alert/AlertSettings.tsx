"use client";

import { Skeleton, Stack } from "@mantine/core";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { AlertRules, alertRuleFragment } from "./AlertRules.tsx";
import { Webhooks, webhookRowFragment } from "./Webhooks.tsx";

const alertSettingsQuery = graphql(
  `
    query AlertSettings {
      projects {
        id
        name
        viewerRole
      }
      webhooks {
        id
        project {
          id
        }
        ...WebhookRow
      }
      alertRules {
        id
        project {
          id
        }
        ...AlertRuleRow
      }
    }
  `,
  [webhookRowFragment, alertRuleFragment],
);

/** Who is told of what happens to the runs of each project, and what counts as divergence there. */
export function AlertSettings() {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: alertSettingsQuery,
    requestPolicy: "cache-and-network",
  });
  const reload = () => refetch({ requestPolicy: "network-only" });
  if (!data) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={reload} />
    ) : (
      <Skeleton h={160} radius="lg" role="status" aria-label="Loading alerts" />
    );
  }
  return (
    <Stack gap="xl">
      {data.projects.map((project) => (
        <section key={project.id}>
          <Webhooks
            title={data.projects.length > 1 ? `Alerts for ${project.name}` : "Alerts"}
            project={project}
            webhooks={data.webhooks.filter((webhook) => webhook.project.id === project.id)}
            onChanged={reload}
          />
          <AlertRules
            project={project}
            rules={data.alertRules.filter((rule) => rule.project.id === project.id)}
            onChanged={reload}
          />
        </section>
      ))}
    </Stack>
  );
}
