import { SettingsPage } from "../../../features/apiToken/SettingsPage.tsx";

export default function Page() {
  return <SettingsPage />;
}
