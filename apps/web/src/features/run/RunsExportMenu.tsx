import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";

const FORMATS = [
  { label: "CSV", address: "/files/runs" },
  { label: "JSON", address: "/files/runs?format=json" },
  { label: "Parquet", address: "/files/runs?format=parquet" },
] as const;

/** Download all runs as a file. */
export function RunsExportMenu() {
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target>
        <Button variant="default" px="sm" aria-label="Download all runs">
          <IconDownload size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Download all runs as</Menu.Label>
        {FORMATS.map(({ label, address }) => (
          <Menu.Item key={label} component="a" href={address} download>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
