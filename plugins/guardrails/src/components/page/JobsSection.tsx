export function JobsSection() {
  return null;
}
