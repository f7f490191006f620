// Regions and cities that an address told come from DB-IP's database, whose licence (CC BY 4.0) wants this link.
export function Attribution({ shown = true }: { shown?: boolean }) {
  if (!shown) return null;
  return <p className="text-fine text-ink-2 mt-3"><a className="link" href="https://db-ip.com" rel="noreferrer">IP Geolocation by DB-IP</a></p>;
}
