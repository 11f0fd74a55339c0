# bcastjar run --KEY for an unknown KEY: fails with the option that is nearest to it, at most two edits away
# (Levenshtein). Sourced by run.sh. Variables: key, keys.

case $key in
    concat|lambdas) fail "option --$key is gone; --linking jdk leaves lambdas and string concatenations to the JDK" ;;
esac
all=
for known in $keys; do
    all="$all${all:+, }--$known"
done
nearest=
if command -v awk > /dev/null; then
    nearest=$(echo "$keys" | awk -v word="$key" '
        function least(a, b, c) { return a < b ? (a < c ? a : c) : (b < c ? b : c) }
        function edits(a, b,   i, j, d, m, n) {
            m = length(a)
            n = length(b)
            for (i = 0; i <= m; i++) d[i, 0] = i
            for (j = 0; j <= n; j++) d[0, j] = j
            for (i = 1; i <= m; i++)
                for (j = 1; j <= n; j++)
                    d[i, j] = least(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + (substr(a, i, 1) != substr(b, j, 1)))
            return d[m, n]
        }
        { best = 3; for (k = 1; k <= NF; k++) { e = edits(word, $k); if (e < best) { best = e; found = $k } } print found }')
fi
fail "unknown option --$key; ${nearest:+did you mean --$nearest? }the options are $all"
