"use client";

import { Button, Modal, Tabs } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconPlayerPlay, IconUpload } from "@tabler/icons-react";
import { useQuery } from "urql";
import { formatQuantity } from "../../format/formatNumber.ts";
import { graphql } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { PageTabs } from "../../shell/PageTabs.tsx";
import { ReadState } from "../../shell/ReadState.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { useQueryChoice } from "../../url/useQueryChoice.ts";
import { ExportDialog } from "../export/ExportDialog.tsx";
import { FindingsTab } from "../finding/FindingsTab.tsx";
import { ImagesTab, imagesTabFragment } from "../image/ImagesTab.tsx";
import { HardestImagesTab } from "../imageLoss/HardestImagesTab.tsx";
import { ImportPanel } from "../import/ImportPanel.tsx";
import { ImportsTab } from "../import/ImportsTab.tsx";
import { NewRunDialog } from "../run/NewRunDialog.tsx";
import { RunsTable } from "../run/RunsTable.tsx";
import { SnapshotsTab } from "../snapshot/SnapshotsTab.tsx";
import { SplitsTab } from "../split/SplitsTab.tsx";
import { DatasetMenu, datasetMenuFragment } from "./DatasetMenu.tsx";
import classes from "./DatasetPage.module.css";

const datasetQuery = graphql(
  `
    query Dataset($id: ID!) {
      dataset(id: $id) {
        id
        name
        description
        imageCount
        annotationCount
        ...ImagesTab
        ...DatasetMenu
      }
    }
  `,
  [imagesTabFragment, datasetMenuFragment],
);

const TABS = [
  { value: "images", label: "Images" },
  { value: "hardest", label: "Hardest images" },
  { value: "splits", label: "Splits" },
  { value: "snapshots", label: "Snapshots" },
  { value: "findings", label: "Findings" },
  { value: "imports", label: "Imports" },
  { value: "runs", label: "Runs" },
] as const;

export function DatasetPage({ id }: { id: string }) {
  const [read, refetch] = useQuery({
    query: datasetQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const dataset = read.data?.dataset ?? null;
  usePageTitle(dataset?.name);
  const [tab, setTab] = useQueryChoice("tab", TABS);
  const [importOpened, importDialog] = useDisclosure(false);
  const [exportOpened, exportDialog] = useDisclosure(false);
  const [launchOpened, launchDialog] = useDisclosure(false);

  if (!dataset) {
    return (
      <ReadState
        read={read}
        onRetry={() => refetch({ requestPolicy: "network-only" })}
        noun="dataset"
        waysOn={[{ label: "All datasets", href: "/datasets" }]}
      />
    );
  }

  return (
    <div className={classes.page}>
      <PageHeader
        title={dataset.name}
        crumbs={[{ label: "Datasets", href: "/datasets" }]}
        detail={
          <>
            {formatQuantity(dataset.imageCount, "image")} · {formatQuantity(dataset.annotationCount, "annotation")}
            {dataset.description ? ` · ${dataset.description}` : ""}
          </>
        }
        actions={
          <>
            <Button variant="default" leftSection={<IconUpload size={16} />} onClick={importDialog.open}>
              Import
            </Button>
            <Button variant="default" leftSection={<IconDownload size={16} />} onClick={exportDialog.open}>
              Export
            </Button>
            <Button leftSection={<IconPlayerPlay size={16} />} onClick={launchDialog.open}>
              New run
            </Button>
            <DatasetMenu dataset={dataset} />
          </>
        }
      />
      <PageTabs tabs={TABS} value={tab} onChange={setTab} className={classes.tabs}>
        <Tabs.Panel value="images" className={classes.fill ?? ""}>
          <ImagesTab dataset={dataset} onImport={importDialog.open} />
        </Tabs.Panel>
        <Tabs.Panel value="hardest" className={classes.panel ?? ""}>
          <HardestImagesTab datasetId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="splits" className={classes.panel ?? ""}>
          <SplitsTab datasetId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="snapshots" className={classes.panel ?? ""}>
          <SnapshotsTab datasetId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="findings" className={classes.panel ?? ""}>
          <FindingsTab datasetId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="imports" className={classes.panel ?? ""}>
          <ImportsTab datasetId={id} onImport={importDialog.open} />
        </Tabs.Panel>
        <Tabs.Panel value="runs" className={classes.panel ?? ""}>
          <RunsTable datasetId={id} onNewRun={launchDialog.open} />
        </Tabs.Panel>
      </PageTabs>
      <Modal
        opened={importOpened}
        onClose={importDialog.close}
        title={`Import into ${dataset.name}`}
        size="lg"
        closeOnClickOutside={false}
      >
        <ImportPanel dataset={id} onFinished={importDialog.close} onSkip={importDialog.close} />
      </Modal>
      <ExportDialog datasetId={id} datasetName={dataset.name} opened={exportOpened} onClose={exportDialog.close} />
      <NewRunDialog opened={launchOpened} onClose={launchDialog.close} datasetId={id} />
    </div>
  );
}
