// Read before Next's telemetry starts: a build or a start of this product calls nobody.
process.env.NEXT_TELEMETRY_DISABLED = "1";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  compress: false, // the API in front compresses
  // Next's own checker wants the classic TypeScript API; `npm run check -w apps/web` runs tsc on the same files.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  experimental: { optimizePackageImports: ["@mantine/core", "@mantine/hooks", "@tabler/icons-react"] },
  async redirects() {
    return [
      { source: "/", destination: "/datasets", permanent: false },
      // What stands below a project is addressed by the project; its lists are those of all projects.
      { source: "/p/:slug", destination: "/datasets", permanent: false },
      { source: "/p/:slug/:list(datasets|runs|sweeps|models)", destination: "/:list", permanent: false },
    ];
  },
};

export default config;
