"use client";

import { Badge, Table, Text, Title } from "@mantine/core";
import { formatDateTime } from "../../format/formatTime.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { ModelVersionBadges, modelVersionBadgeFragment } from "../registeredModel/ModelVersionBadges.tsx";
import { RegisterVersionButton } from "../registeredModel/RegisterVersionButton.tsx";

export const loggedModelFragment = graphql(
  `
    fragment LoggedModelRow on LoggedModel {
      id
      name
      path
      modelType
      status
      step
      createdAt
      modelVersions {
        id
        ...ModelVersionBadge
      }
    }
  `,
  [modelVersionBadgeFragment],
);

interface LoggedModelsProps {
  readonly runId: string;
  readonly project: { readonly id: string; readonly viewerRole: "VIEWER" | "EDITOR" | "OWNER" };
  readonly models: readonly FragmentOf<typeof loggedModelFragment>[];
}

/** The models that a program logged with its run; nothing where there is none. */
export function LoggedModels({ runId, project, models }: LoggedModelsProps) {
  if (models.length === 0) return null;
  return (
    <section>
      <Title order={2} mb="sm">
        Models
      </Title>
      <TableFrame label="Models">
        <Table fz="sm" verticalSpacing={7} className="tabular" aria-label="Logged models">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Folder</Table.Th>
              <Table.Th ta="right">Step</Table.Th>
              <Table.Th>Registered as</Table.Th>
              <Table.Th>Logged</Table.Th>
              <Table.Th aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {readFragment(loggedModelFragment, models).map((model) => (
              <Table.Tr key={model.id}>
                <Table.Td>
                  <Text span fw={500} size="sm">
                    {model.name}
                  </Text>{" "}
                  {model.status === "READY" ? null : (
                    <Badge size="sm" variant="light" tt="none" color={model.status === "FAILED" ? "red" : "gray"}>
                      {model.status === "FAILED" ? "upload failed" : "uploading"}
                    </Badge>
                  )}
                  {model.modelType === "" ? null : (
                    <Text size="xs" c="dimmed">
                      {model.modelType}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  <code>{model.path}</code>
                </Table.Td>
                <Table.Td ta="right">{model.step ?? "–"}</Table.Td>
                <Table.Td>
                  <ModelVersionBadges versions={model.modelVersions} />
                </Table.Td>
                <Table.Td>{formatDateTime(model.createdAt)}</Table.Td>
                <Table.Td ta="right">
                  {project.viewerRole === "VIEWER" || model.status !== "READY" ? null : (
                    <RegisterVersionButton
                      source={{ runId, artifactPath: model.path }}
                      projectId={project.id}
                      what={model.path}
                      name={model.name}
                    />
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </section>
  );
}
