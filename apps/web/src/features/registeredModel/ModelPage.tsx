"use client";

import { Badge, Button, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "urql";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { ReadState } from "../../shell/ReadState.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { EditModelButton } from "./EditModelButton.tsx";
import { ModelAliases, modelAliasesFragment } from "./ModelAliases.tsx";
import { ModelVersionsTable, modelVersionRowFragment } from "./ModelVersionsTable.tsx";
import { updateRegisteredModelMutation } from "./modelMutations.ts";

const modelQuery = graphql(
  `
    query Model($id: ID!) {
      registeredModel(id: $id) {
        id
        name
        description
        archived
        project {
          id
          viewerRole
        }
        versions {
          id
          ...ModelVersionRow
        }
        ...ModelAliases
      }
    }
  `,
  [modelVersionRowFragment, modelAliasesFragment],
);

/** A registered model: what its aliases point at, and its versions with what each was made of. */
export function ModelPage({ id }: { id: string }) {
  const [read, refetch] = useQuery({
    query: modelQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const model = read.data?.registeredModel ?? null;
  usePageTitle(model?.name);
  const reload = () => refetch({ requestPolicy: "network-only" });
  if (!model) {
    return <ReadState read={read} onRetry={reload} noun="model" waysOn={[{ label: "All models", href: "/models" }]} />;
  }
  const { viewerRole } = model.project;
  return (
    <>
      <PageHeader
        title={model.name}
        crumbs={[{ label: "Models", href: "/models" }]}
        detail={model.archived ? <Badge color="gray">Archived</Badge> : null}
        actions={
          viewerRole === "VIEWER" ? null : (
            <>
              <EditModelButton id={model.id} name={model.name} description={model.description} />
              <ArchiveButton id={model.id} archived={model.archived} />
            </>
          )
        }
      />
      <Stack gap="xl" px="var(--my-page-inset)" pt={8} pb={60}>
        {model.description === "" ? null : (
          <Text size="sm" maw={760} style={{ whiteSpace: "pre-wrap" }}>
            {model.description}
          </Text>
        )}
        <ModelAliases model={model} mayMove={viewerRole !== "VIEWER"} onConflict={reload} />
        <section>
          <Title order={2} mb="sm">
            Versions
          </Title>
          <ModelVersionsTable modelName={model.name} versions={model.versions} role={viewerRole} onDeleted={reload} />
        </section>
      </Stack>
    </>
  );
}

function ArchiveButton({ id, archived }: { id: string; archived: boolean }) {
  const [state, updateModel] = useGraphMutation(updateRegisteredModelMutation);
  const toggle = async () => {
    const outcome = await updateModel({ input: { id, archived: !archived } });
    if (outcome.ok) notifyDone(archived ? "Unarchived" : "Archived");
    else notifyFailed("The model was not changed", outcome.message);
  };
  return (
    <Button variant="default" loading={state.fetching} onClick={toggle}>
      {archived ? "Unarchive" : "Archive"}
    </Button>
  );
}
