// The code of an invitation stands behind the # of its link, so that no server and no log sees it
// before the person sends it; it is taken out of the address at once.
const field = document.getElementById("code");
const code = decodeURIComponent(location.hash.slice(1));
if (field && code) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
}
