export function OverviewSection() {
  return null;
}
