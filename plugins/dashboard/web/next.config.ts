import type { NextConfig } from 'next';

// Plain files, which the plugin serves. While one works on it (`npm run dev`), what is asked of the
// API goes to the griot at GRIOT_URL.
const dev = process.env.NODE_ENV === 'development';
const griot = process.env.GRIOT_URL ?? 'http://127.0.0.1:8080';

const config: NextConfig = {
  ...(dev
    ? { rewrites: async () => ['/api/:path*', '/welcome', '/welcome.js'].map((source) => ({ source, destination: griot + source })) }
    : { output: 'export' as const }),
  allowedDevOrigins: ['127.0.0.1'],
  images: { unoptimized: true },
  reactStrictMode: true,
  // `npm run types` does it, and the tests run that.
  typescript: { ignoreBuildErrors: true },
  // A name that says nothing of when it was built, so that the same sources give the same files.
  generateBuildId: async () => 'griot',
};

export default config;
