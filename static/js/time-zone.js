/** Tell the server the zone of this browser, so that it can show times in it. */

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (zone && !document.cookie.split("; ").includes(`tz=${zone}`)) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `tz=${zone}; Max-Age=31536000; Path=/; SameSite=Lax${secure}`;
}
