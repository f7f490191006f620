import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], env: { TZ: 'America/New_York' } },
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
});
