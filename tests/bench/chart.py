"""A line chart as SVG: 99th percentile of the latency against the rate of calls."""

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 80, 150, 20, 50
COLOURS = ("#0b6e4f", "#b5651d", "#3d5a98")


def draw(curves):
    """`curves` maps a name to its points (calls a second, microseconds)."""
    points = [point for curve in curves.values() for point in curve]
    if not points:
        return ""
    most_calls = max(x for x, _ in points)
    most_time = max(y for _, y in points)

    def place(point):
        x = LEFT + (WIDTH - LEFT - RIGHT) * point[0] / most_calls
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * point[1] / most_time
        return f"{x:.1f},{y:.1f}"

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
             ' font-size="12">', '<rect width="100%" height="100%" fill="white"/>']
    for step in range(6):
        calls, micros = most_calls * step / 5, most_time * step / 5
        x = place((calls, 0)).split(",")[0]
        y = place((0, micros)).split(",")[1]
        parts.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{calls:,.0f}</text>')
        parts.append(f'<text x="{LEFT - 8}" y="{y}" text-anchor="end">{micros:,.0f}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">calls a second</text>')
    parts.append(f'<text x="16" y="{HEIGHT / 2}" transform="rotate(-90 16 {HEIGHT / 2})" text-anchor="middle">'
                 "p99, microseconds</text>")
    for number, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        line = " ".join(place(point) for point in curve)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 10}" y="{TOP + 20 * (number + 1)}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
