"""Why a schedule is as it is, why not otherwise, and what would change that."""
