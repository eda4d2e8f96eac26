"""The signs, as paths in a square of side 1 whose origin is at the bottom left. No sign is ever the only message."""

from math import cos, pi, sin

from planner.vocabulary import Decision, Slot

# How far the handles of a curve stand out for a quarter of a circle.
_QUARTER = 0.5523


def circle(x: float, y: float, radius: float) -> str:
    """Return the path of a circle, neither drawn nor filled."""
    hand = radius * _QUARTER
    return (
        f"{x + radius:.3f} {y:.3f} m "
        f"{x + radius:.3f} {y + hand:.3f} {x + hand:.3f} {y + radius:.3f} {x:.3f} {y + radius:.3f} c "
        f"{x - hand:.3f} {y + radius:.3f} {x - radius:.3f} {y + hand:.3f} {x - radius:.3f} {y:.3f} c "
        f"{x - radius:.3f} {y - hand:.3f} {x - hand:.3f} {y - radius:.3f} {x:.3f} {y - radius:.3f} c "
        f"{x + hand:.3f} {y - radius:.3f} {x + radius:.3f} {y - hand:.3f} {x + radius:.3f} {y:.3f} c h"
    )


def polygon(*corners: tuple[float, float]) -> str:
    """Return the path of a closed outline."""
    return trail(*corners) + " h"


def trail(*points: tuple[float, float]) -> str:
    """Return the path of straight lines from point to point."""
    return " l ".join(f"{x:.3f} {y:.3f}" for x, y in points).replace(" l ", " m ", 1) + " l"


def _pen(width: float) -> str:
    return f"{width} w 1 J 1 j"


_CORNERS = tuple((0.5 + 0.48 * cos(pi / 8 + n * pi / 4), 0.5 + 0.48 * sin(pi / 8 + n * pi / 4)) for n in range(8))
_FINGERS = ((0.375, 0.60), (0.46, 0.70), (0.545, 0.73), (0.63, 0.66))

BULLET = f"{circle(0.5, 0.5, 0.5)} f"
RING = f"0.09 w {circle(0.5, 0.5, 0.43)} S"
CIRCLE_TICK = f"0.07 w {circle(0.5, 0.5, 0.45)} S {_pen(0.1)} {trail((0.28, 0.5), (0.44, 0.33), (0.73, 0.68))} S"
TRIANGLE = (
    f"{_pen(0.075)} {polygon((0.06, 0.1), (0.94, 0.1), (0.5, 0.9))} S "
    f"{_pen(0.095)} {trail((0.5, 0.62), (0.5, 0.42))} S {circle(0.5, 0.25, 0.06)} f"
)
OCTAGON_HAND = (
    f"{_pen(0.055)} {polygon(*_CORNERS)} S {_pen(0.068)} "
    + " ".join(f"{trail((x, 0.4), (x, top))} S" for x, top in _FINGERS)
    + f" {polygon((0.345, 0.42), (0.345, 0.33), (0.43, 0.22), (0.58, 0.22), (0.66, 0.34), (0.66, 0.45))} B"
    + f" {trail((0.63, 0.3), (0.75, 0.46))} S"
)
TELEPHONE = (
    "q 0.7071 0.7071 -0.7071 0.7071 0.46 0.54 cm 0.17 w 0 J 1 j "
    "-0.3 -0.02 m -0.26 0.2 0.26 0.2 0.3 -0.02 c S "
    f"{_pen(0.08)} {polygon((-0.41, -0.04), (-0.41, -0.18), (-0.19, -0.18), (-0.19, -0.04))} B "
    f"{polygon((0.41, -0.04), (0.41, -0.18), (0.19, -0.18), (0.19, -0.04))} B Q"
)
CAPSULE = (
    "q 0.7071 0.7071 -0.7071 0.7071 0.5 0.5 cm 0.075 w "
    "-0.25 0.19 m 0.25 0.19 l 0.5 0.19 0.5 -0.19 0.25 -0.19 c -0.25 -0.19 l -0.5 -0.19 -0.5 0.19 -0.25 0.19 c h S "
    "0 0.19 m -0.25 0.19 l -0.5 0.19 -0.5 -0.19 -0.25 -0.19 c 0 -0.19 l h f Q"
)
SPEECH = (
    f"{_pen(0.07)} {polygon((0.06, 0.88), (0.94, 0.88), (0.94, 0.32), (0.46, 0.32), (0.24, 0.1), (0.26, 0.32), (0.06, 0.32))} S "
    f"{trail((0.24, 0.69), (0.76, 0.69))} S {trail((0.24, 0.51), (0.6, 0.51))} S"
)
CALENDAR = (
    f"{_pen(0.07)} {polygon((0.08, 0.8), (0.92, 0.8), (0.92, 0.08), (0.08, 0.08))} S {trail((0.08, 0.6), (0.92, 0.6))} S "
    f"{trail((0.3, 0.72), (0.3, 0.92))} S {trail((0.7, 0.72), (0.7, 0.92))} S "
    f"{polygon((0.56, 0.4), (0.72, 0.4), (0.72, 0.24), (0.56, 0.24))} B"
)
CLOCK = f"0.07 w {circle(0.5, 0.5, 0.43)} S {_pen(0.08)} {trail((0.5, 0.76), (0.5, 0.48), (0.68, 0.38))} S"

PACK = (
    f"{_pen(0.07)} {polygon((0.1, 0.12), (0.72, 0.12), (0.72, 0.92), (0.1, 0.92))} S {trail((0.1, 0.72), (0.72, 0.72))} S "
    f"{trail((0.24, 0.54), (0.58, 0.54))} S {trail((0.24, 0.36), (0.44, 0.36))} S "
    f"1 g {circle(0.68, 0.34, 0.2)} B 0 g {_pen(0.1)} {trail((0.82, 0.2), (0.95, 0.07))} S"
)

_RAYS = tuple((cos(n * pi / 4), sin(n * pi / 4)) for n in range(8))


def _sun(height: float, rays: tuple[tuple[float, float], ...]) -> str:
    lines = " ".join(f"{trail((0.5 + 0.3 * x, height + 0.3 * y), (0.5 + 0.44 * x, height + 0.44 * y))} S" for x, y in rays)
    return f"{_pen(0.07)} {lines}"


_HALF_SUN = f"{_sun(0.34, _RAYS[:5])} 0.7 0.34 m 0.7 0.45 0.61 0.54 0.5 0.54 c 0.39 0.54 0.3 0.45 0.3 0.34 c"
SUNRISE = f"{_HALF_SUN} S {trail((0.04, 0.34), (0.96, 0.34))} S {trail((0.34, 0.06), (0.5, 0.2), (0.66, 0.06))} S"
SUN = f"{_sun(0.5, _RAYS)} {circle(0.5, 0.5, 0.2)} S"
SUNSET = f"{_HALF_SUN} h f {trail((0.04, 0.34), (0.96, 0.34))} S {trail((0.34, 0.2), (0.5, 0.06), (0.66, 0.2))} S"
MOON = (
    "0.62 0.92 m 0.36 0.9 0.16 0.7 0.16 0.47 c 0.16 0.22 0.36 0.06 0.58 0.06 c 0.72 0.06 0.84 0.13 0.9 0.24 c "
    "0.64 0.2 0.46 0.36 0.46 0.58 c 0.46 0.72 0.52 0.84 0.62 0.92 c h f"
)

SLOT_SIGNS: dict[Slot, str] = {Slot.morning: SUNRISE, Slot.midday: SUN, Slot.evening: SUNSET, Slot.bedtime: MOON}

DECISION_SIGNS: dict[Decision, str] = {
    Decision.start: CIRCLE_TICK,
    Decision.check_first: TRIANGLE,
    Decision.see_your_doctor: OCTAGON_HAND,
    Decision.get_help_now: TELEPHONE,
    Decision.no_supplement_needed: RING,
}

TONE_SIGNS: dict[str, str] = {
    "keep": CAPSULE,
    "warning": TRIANGLE,
    "call_now": TELEPHONE,
    "call_today": CLOCK,
    "tell_us": SPEECH,
    "review": CALENDAR,
    "pack": PACK,
}
